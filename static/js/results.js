import { startCombobox } from "./combobox.js";
import { keepOpen } from "./kept_open.js";
import { startMap } from "./map/start.js";
import { startPageTools } from "./page_tools.js";
import { startPlaceName } from "./results_page.js";
import { startSheet } from "./sheet.js";

startCombobox();
keepOpen();
startPageTools();
startPlaceName();
startSheet();
startMap();
