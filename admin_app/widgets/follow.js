// Keeps what is at hand in sight, and puts the cursor where the person is to write.
let shown = "";

// At once: of two smooth movements of one page the second would stop the first. The card comes last, so it wins.
function bringIntoSight(target) {
  if (target === "settling") document.querySelector(".st-key-settling textarea")?.focus();
  const card = document.querySelector(`.st-key-${target}`);
  if (card && card === document.querySelector('[class*="st-key-proposal_"]')) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
  document.querySelector("mark.is-focused")?.scrollIntoView({ block: "nearest" });
  card?.scrollIntoView({ block: "nearest" });
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
