import { startCombobox } from "./combobox.js";
import { startCopy } from "./copy_link.js";
import { startMap } from "./map/start.js";
import { startSheet } from "./sheet.js";

startCombobox();
startCopy();
startSheet();
startMap();
