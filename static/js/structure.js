import { startPageTools } from "./page_tools.js";
import { startStructureMap } from "./map/structure_map.js";

startPageTools();
startStructureMap();
