"use strict";
const root = document.documentElement;
document.getElementById("language").addEventListener("click", () => {
  const zh = root.dataset.lang !== "zh";
  root.dataset.lang = zh ? "zh" : "en";
  root.lang = zh ? "zh-CN" : "en";
});
const search = document.getElementById("search");
const severity = document.getElementById("severity");
function filter() {
  const words = search.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("#findings tbody tr")) {
    const grave = !severity.value || row.dataset.severity === severity.value;
    row.hidden = !(grave && row.textContent.toLowerCase().includes(words));
  }
}
search.addEventListener("input", filter);
severity.addEventListener("change", filter);
