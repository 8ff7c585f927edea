// Keeps what is at hand in sight, and puts the cursor where the person is to write.
let shown = "";

function bringIntoSight(target) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (target === "settling") document.querySelector(".st-key-settling textarea")?.focus();
  document.querySelector(`.st-key-${target}`)?.scrollIntoView({ block: "nearest", behavior: calm });
  document.querySelector("mark.is-focused")?.scrollIntoView({ block: "nearest", behavior: calm });
}

export default function (component) {
  const { target } = component.data;
  if (target && target !== shown) {
    shown = target;
    setTimeout(() => bringIntoSight(target), 120);
  }
  return () => {
    shown = "";
  };
}
