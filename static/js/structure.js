import { startPageTools } from "./page_tools.js";
import { startStructureMap } from "./map/structure_map.js";
import { startWayBack } from "./way_back.js";

startPageTools();
startStructureMap();
startWayBack();
