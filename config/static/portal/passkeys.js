// Says so where a key was not used: allauth would only tell the console.
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-refused");
  told.hidden = false;
  told.scrollIntoView({ block: "nearest" });
});
