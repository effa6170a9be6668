// The sheet of sources: opens beside the chat, or from below on a phone; focus goes there and comes back.
(() => {
  const { desk } = window;
  let cameFrom = "";

  const sheet = () => document.getElementById("sheet");
  const isOpen = () => document.body.classList.contains("sheet-open");
  const behind = (inert) =>
    ["centre", "paper-zone", "review-zone", "switch-zone", "rail-zone"].forEach((id) => (document.getElementById(id).inert = inert && desk.phone()));

  const ask = (id) => {
    const [, position, marker] = id.split("-");
    awaited = true;
    desk.send("select", { do: "source", position: Number(position), marker });
  };

  const mark = (id) => {
    document.querySelectorAll(".cite[aria-expanded]").forEach((chip) => chip.removeAttribute("aria-expanded"));
    document.getElementById(id)?.setAttribute("aria-expanded", "true");
  };

  let awaited = false;
  const reveal = () => {
    if (!sheet() || !awaited) return;
    document.body.classList.add("sheet-open");
    behind(true);
    const passage = document.getElementById("passage");
    if (passage) passage.parentElement.scrollTop = passage.offsetTop - 28;
    focusTitle();
  };

  // Whether the reader is still where the source was asked for; who types elsewhere meanwhile is left alone.
  const waiting = () => {
    const at = document.activeElement;
    return !at || at === document.body || at.id === cameFrom || sheet()?.contains(at);
  };

  // A title that cannot take focus yet (still hidden, or about to be drawn once more) is asked again.
  const focusTitle = (tries = 20) => {
    if (!isOpen() || !waiting()) return;
    const title = document.getElementById("sheet-title");
    title?.focus({ preventScroll: true });
    if (tries && document.activeElement !== title) setTimeout(() => focusTitle(tries - 1), 50);
  };

  // A new source is revealed as soon as it is drawn.
  desk.whenDrawn((changes) => changes.some(({ target }) => target.closest?.("#sheet-zone")) && reveal());

  // Called when the source has come. The same source once more draws nothing: it is revealed from here.
  desk.sheetReady = () => setTimeout(reveal, 50);

  // For those who show a source that no answer cites: an article that a clause rests on.
  desk.sheetFor = (from, action) => {
    mark("");
    cameFrom = from;
    awaited = true;
    desk.send("select", action);
  };

  desk.closeSheet = (back = true) => {
    awaited = false;
    if (!isOpen()) return;
    document.body.classList.remove("sheet-open");
    behind(false);
    mark("");
    if (back) document.getElementById(cameFrom)?.focus();
  };

  desk.on({
    "button.cite": (chip) => {
      if (chip.matches(".in-paper") && desk.review.cited(chip)) return;
      cameFrom = chip.id;
      mark(chip.id);
      ask(chip.id);
    },
    ".tab": (tab) => {
      cameFrom = document.querySelector(`[id^="${tab.id.replace("tab", "cite")}-"]`)?.id ?? cameFrom;
      mark(cameFrom);
      ask(tab.id);
    },
    "#close-sheet": () => desk.closeSheet(),
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen() && !document.querySelector("dialog[open]")) desk.closeSheet();
  });

  // On a phone: a swipe down on the sheet's head closes it; so does a tap beside it.
  let startY = null;
  document.addEventListener("touchstart", (event) => {
    startY = event.target.closest(".sheet-head") ? event.touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (startY !== null && event.changedTouches[0].clientY - startY > 60) desk.closeSheet();
    startY = null;
  });
  document.addEventListener("click", (event) => {
    if (desk.phone() && isOpen() && event.target.id === "sheet-zone") desk.closeSheet();
  });
})();
