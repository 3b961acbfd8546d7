/* Figures whose frames were drawn at build time, moved by plain form controls. */
"use strict";

(() => {
  const script = document.currentScript;
  const folder = new URL(script.dataset.frames || "../slides/frames/", script.src);
  const figures = new Map();

  const place = (control) => {
    const field = control.querySelector("input, select");
    if (field.type === "checkbox") return [Number(field.checked), 2];
    if (field.type === "range") return [Number(field.value), Number(field.max) + 1];
    return [field.selectedIndex, field.options.length];
  };

  window.courseFrames = (name, data) => {
    for (const figure of figures.get(name)) bring(figure, data);
  };

  function bring(figure, data) {
    const source = (text) => `data:image/webp;base64,${text}`;
    const stage = figure.querySelector(".stage");
    const ground = stage.querySelector("img");
    const moving = ground.cloneNode();
    moving.className = "moving";
    moving.alt = "";
    const sentence = figure.querySelector(".sentence");
    const show = () => {
      let index = 0;
      for (const control of figure.querySelectorAll(".control")) {
        const [at, count] = place(control);
        index = index * count + at;
        const slider = control.querySelector("[type=range]");
        if (slider) {
          const label = JSON.parse(slider.dataset.labels)[at];
          slider.setAttribute("aria-valuetext", label);
          control.querySelector("output").textContent = label;
        }
      }
      moving.src = source(data.frames[index]);
      ground.alt = data.sentences[index];
      if (sentence.textContent !== data.sentences[index])
        sentence.textContent = data.sentences[index];
      figure.dataset.frame = index;
    };
    show();
    ground.src = source(data.ground);
    stage.append(moving);
    if (stage.scrollWidth > stage.clientWidth) stage.tabIndex = 0; // to be moved by keys
    for (const field of figure.querySelectorAll("input, select")) {
      field.disabled = false;
      field.addEventListener("input", show);
    }
    figure.addEventListener("keydown", (event) => { // on slides the arrows turn sheets
      if (/Arrow|Home|End/.test(event.key)) event.stopPropagation();
    });
  }

  function load(figure) {
    const name = figure.dataset.name;
    if (figures.has(name)) return figures.get(name).push(figure);
    figures.set(name, [figure]);
    const script = document.createElement("script");
    script.src = new URL(`${name}.js`, folder);
    document.head.append(script);
  }

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting) {
        near.unobserve(entry.target);
        load(entry.target);
      }
  }, { rootMargin: "800px" });
  for (const figure of document.querySelectorAll(".frames")) near.observe(figure);
})();
