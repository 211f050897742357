/* What every page loads: the style sheet, htmx, and the small behaviours of docs/look.md. */

import "./styles/main.css";
import "./icons.svg?url";
import { board } from "./islands/board";
import { copy } from "./islands/copy";
import { dialogs } from "./islands/dialogs";
import { display } from "./islands/display";
import { forms } from "./islands/forms";
import { lists } from "./islands/lists";
import { menus } from "./islands/menus";
import { requests } from "./islands/requests";
import { review } from "./islands/review";
import { search } from "./islands/search";
import { shortcuts } from "./islands/shortcuts";
import { times } from "./islands/times";
import { toasts } from "./islands/toasts";
import { upload } from "./islands/upload";
import { wall } from "./islands/wall";

requests();
dialogs(); // before whatever else hears of a form's submission: it may hold it back
for (const start of [
  display,
  menus,
  shortcuts,
  lists,
  upload,
  forms,
  toasts,
  times,
  copy,
  search,
  board,
  review,
  wall,
])
  start();
