import { startCopy } from "./copy_link.js";
import { startStructureMap } from "./map/structure_map.js";

startCopy();
startStructureMap();
