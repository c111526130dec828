import { startCombobox } from "./combobox.js";
import { startFailures } from "./failures.js";
import { startHtmx } from "./htmx_in_time.js";
import { keepOpen } from "./kept_open.js";
import { startMap } from "./map/start.js";
import { startPageTools } from "./page_tools.js";
import { startPlaceName, startRadius } from "./results_page.js";
import { startSheet } from "./sheet.js";

startCombobox();
startFailures();
startHtmx();
keepOpen();
startPageTools();
startPlaceName();
startRadius();
startSheet();
startMap();
