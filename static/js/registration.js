// The number is checked as it is typed; the page that it leads to checks it again.
const LA_POSTE = "356000000";
const field = document.querySelector("[data-atlas-siret]");
const said = document.querySelector("[data-atlas-siret-said]");

function digitsOf(text) {
  return text.normalize("NFKC").replace(/[\s.\-_/]/g, "");
}

function hasRightKey(digits) {
  let sum = 0;
  for (let rank = 0; rank < digits.length; rank += 1) {
    const digit = Number(digits[digits.length - 1 - rank]);
    const doubled = digit * (1 + (rank % 2));
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function complaint(text) {
  const digits = digitsOf(text);
  if (!/^\d+$/.test(digits) || digits.length < 14) {
    return ""; // still being typed, or another kind of number
  }
  if (digits.length > 14) {
    return "Un SIRET compte quatorze chiffres : il y en a trop.";
  }
  const isRight = digits.startsWith(LA_POSTE) || (hasRightKey(digits) && hasRightKey(digits.slice(0, 9)));
  return isRight ? "" : "Ce SIRET n’existe pas : un chiffre est peut-être mal recopié.";
}

if (field && said) {
  field.addEventListener("input", () => {
    said.textContent = complaint(field.value);
    field.toggleAttribute("aria-invalid", said.textContent !== "");
    if (said.textContent) {
      field.setAttribute("aria-invalid", "true");
    }
  });
}
