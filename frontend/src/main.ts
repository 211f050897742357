/* What every page loads: the style sheet, htmx, and the small behaviours of docs/look.md. */

import "./styles/main.css";
import "./icons.svg?url";
import { board } from "./shared/board";
import { copy } from "./shared/copy";
import { dialogs } from "./shared/dialogs";
import { display } from "./shared/display";
import { forms } from "./shared/forms";
import { lists } from "./shared/lists";
import { menus } from "./shared/menus";
import { requests } from "./shared/requests";
import { review } from "./shared/review";
import { search } from "./shared/search";
import { shortcuts } from "./shared/shortcuts";
import { times } from "./shared/times";
import { toasts } from "./shared/toasts";
import { upload } from "./shared/upload";
import { wall } from "./shared/wall";

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
