/**
 * A PDF read beside what it proves. The site serves it to be kept, never to be shown: its bytes are asked for when
 * somebody wants to see them, and given to the browser's own viewer. A browser without one keeps the link alone.
 */
const LATE = "Le document n’est pas arrivé : ouvrez-le par son lien, ou rechargez la page.";

export function startProofs() {
  if (navigator.pdfViewerEnabled === false) return;
  for (const part of document.querySelectorAll("[data-atlas-proof]")) {
    let close = () => {};
    part.hidden = false;
    part.addEventListener("toggle", () => {
      close();
      close = part.open ? show(part) : () => {};
    });
  }
}

/** Shows the document of this part; returns what takes it away, on its way or there. */
function show(part) {
  const said = part.querySelector("[data-atlas-proof-said]");
  const asked = new AbortController();
  let address = "";
  said.textContent = "Le document arrive…";
  bytesOf(part.dataset.atlasProof, asked.signal).then(
    (bytes) => {
      if (asked.signal.aborted) return;
      address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
      part.append(frame(address, part.dataset.title));
      said.textContent = "";
    },
    () => {
      if (!asked.signal.aborted) said.textContent = LATE;
    },
  );
  return () => {
    asked.abort();
    part.querySelector("iframe")?.remove();
    said.textContent = "";
    if (address) URL.revokeObjectURL(address);
  };
}

/** Whatever is no PDF (the page of signing in, for one) is no document. */
async function bytesOf(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok || answer.headers.get("Content-Type") !== "application/pdf") throw new Error(answer.statusText);
  return answer.arrayBuffer();
}

function frame(address, name) {
  const made = document.createElement("iframe");
  made.className = "proof__page";
  made.title = `Document : ${name}`;
  made.src = address;
  return made;
}
