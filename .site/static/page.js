/* Pictures open as wide as they are; what is folded is open on paper. */
"use strict";

(() => {
  const dialog = document.createElement("dialog");
  dialog.className = "enlarged";
  dialog.innerHTML =
    '<form method="dialog"><button>Close</button></form><div tabindex="0"><img alt=""></div>';
  document.body.append(dialog);
  const large = dialog.querySelector("img");
  for (const link of document.querySelectorAll("a.enlarge"))
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      large.src = link.href;
      large.alt = link.querySelector("img").alt;
      dialog.setAttribute("aria-label", large.alt);
      dialog.showModal();
    });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("article details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
