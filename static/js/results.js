import { startCombobox } from "./combobox.js";
import { startMap } from "./map/start.js";
import { startPageTools } from "./page_tools.js";
import { startPlaceName } from "./results_page.js";
import { startSheet } from "./sheet.js";

startCombobox();
startPageTools();
startPlaceName();
startSheet();
startMap();
