/** Pages on which films can be brought in. */

import { attachBringIn } from "../panels/uploads/bring-in.js";

attachBringIn(document, (address) => location.assign(address));
