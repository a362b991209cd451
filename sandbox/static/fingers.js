// Owns the long press.

import { byId } from "./dom.js";

const scroll = byId("scroll");
const HELD_FOR = 450;
const STEADY = 10; // pixels a resting finger may wander

// On glass there is no hovering: a long press shows what can be done with a bubble.
export function watchFingers() {
  let press = null;
  const end = () => {
    clearTimeout(press?.timer);
    press = null;
  };
  scroll.addEventListener("pointerdown", (event) => {
    for (const held of scroll.querySelectorAll(".held")) {
      if (!held.contains(event.target)) held.classList.remove("held");
    }
    const pressed = event.target.closest(".bubble");
    if (event.pointerType === "mouse" || !pressed || event.target.closest("a, button")) return;
    const timer = setTimeout(() => pressed.classList.add("held"), HELD_FOR);
    press = { timer, x: event.clientX, y: event.clientY };
  });
  scroll.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > STEADY) end();
  });
  for (const name of ["pointerup", "pointercancel"]) scroll.addEventListener(name, end);
}
