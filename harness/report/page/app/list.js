// A list of any length of which only the rows in sight are drawn; all rows have one height.
const ROW = 58, SPARE = 6;

class List {
  constructor(box, { draw, choose }) {
    Object.assign(this, { box, draw, choose, order: [], chosen: -1, rows: new Map() });
    this.space = element("div", { class: "space", role: "presentation" });
    box.append(this.space);
    box.addEventListener("scroll", () => this.paint(), { passive: true });
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.order[Number(row.dataset.at)], { byHand: true });
    });
    new ResizeObserver(() => this.paint()).observe(box);
  }
  show(order) {
    this.order = order;
    this.space.style.height = `${order.length * ROW}px`;
    this.box.scrollTop = 0;
    this.repaint();
  }
  repaint() { for (const row of this.rows.values()) row.remove(); this.rows.clear(); this.paint(); }
  paint() {
    const from = Math.max(0, Math.floor(this.box.scrollTop / ROW) - SPARE);
    const to = Math.min(this.order.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + SPARE);
    for (const [at, row] of this.rows) if (at < from || at >= to) { row.remove(); this.rows.delete(at); }
    for (let at = from; at < to; at++) {
      if (this.rows.has(at)) continue;
      const i = this.order[at];
      const row = element("div", { role: "option", id: `row-${at}`, "aria-posinset": at + 1, "aria-setsize": this.order.length, "aria-selected": String(i === this.chosen), "data-at": at });
      row.style.transform = `translateY(${at * ROW}px)`;
      row.append(...this.draw(i, () => this.rows.get(at) === row && this.redraw(at, i)));
      this.rows.set(at, row);
      this.space.append(row);
    }
    const active = this.order.indexOf(this.chosen);
    if (this.rows.has(active)) this.box.setAttribute("aria-activedescendant", `row-${active}`); else this.box.removeAttribute("aria-activedescendant");
  }
  redraw(at, i) { this.rows.get(at)?.replaceChildren(...this.draw(i, () => {})); }
  select(i) {
    this.chosen = i;
    const at = this.order.indexOf(i);
    for (const [place, row] of this.rows) row.setAttribute("aria-selected", String(place === at));
    if (at >= 0) {
      const top = at * ROW, { scrollTop, clientHeight } = this.box;
      if (top < scrollTop) this.box.scrollTop = top;
      else if (top + ROW > scrollTop + clientHeight) this.box.scrollTop = top + ROW - clientHeight;
    }
    this.paint();
  }
}
