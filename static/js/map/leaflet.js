/** Leaflet and what it draws with, asked for once, when a map is about to be seen. */
let asked = null;

export function loadLeaflet(cssUrl) {
  asked ??= Promise.all([import("../../leaflet/leaflet.js"), applied(cssUrl)])
    .then(() => globalThis.L)
    .catch((error) => {
      asked = null;
      throw error;
    });
  return asked;
}

function applied(cssUrl) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = cssUrl;
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`${cssUrl} did not load`));
    });
    document.head.append(link);
  });
}
