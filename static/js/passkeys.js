/* Keys and passkeys: a form whose answer is given by the browser. `data-atlas-passkey` says which ceremony ("create" or
   "get"); its options are in the page, or at an address when asking for them begins something. */
const SAID = {
  NotAllowedError: "La demande a été abandonnée, ou a pris trop de temps. Vous pouvez recommencer.",
  InvalidStateError: "Cette clé est déjà enregistrée sur votre compte.",
  SecurityError: "Une clé d’accès demande d’ouvrir le site par son nom, et en https.",
};
const OTHERWISE = "Votre appareil n’a pas pu utiliser de clé d’accès. Choisissez un autre moyen.";

const asked = async (form) => {
  if (form.dataset.atlasOptions) {
    return JSON.parse(form.dataset.atlasOptions);
  }
  const answer = await fetch(form.dataset.atlasOptionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`options: ${answer.status}`);
  }
  return (await answer.json()).request_options;
};

const perform = async (ceremony, { publicKey }) => {
  if (ceremony === "create") {
    // A key that can sign in by itself should; one that cannot is a second factor all the same.
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: "preferred",
      requireResidentKey: false,
      userVerification: "preferred",
    };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
};

const start = (form) => {
  const said = form.querySelector("[data-atlas-passkey-said]");
  const button = form.querySelector("[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = true;
    button.disabled = true;
    try {
      const credential = await perform(form.dataset.atlasPasskey, await asked(form));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      said.textContent = SAID[error.name] ?? OTHERWISE;
      said.hidden = false;
      button.disabled = false;
    }
  });
};

document.querySelectorAll("[data-atlas-passkey]").forEach(start);
