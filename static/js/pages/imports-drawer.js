/** Every page: the drawer of imports. */

import { attachDrawer } from "../panels/imports/drawer.js";

attachDrawer(document);
