import { startPageTools } from "./page_tools.js";

startPageTools();
