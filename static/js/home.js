import { startCombobox } from "./combobox.js";

startCombobox();
