import { startPicks } from "./picks.js";
import { startZone } from "./zone_map.js";

startPicks();
startZone();
