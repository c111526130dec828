import { startMap } from "./map/start.js";

startMap();
