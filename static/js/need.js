import { startPicks } from "./picks.js";

startPicks();
