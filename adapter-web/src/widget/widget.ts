/** What a page loads: defines the element, and nothing else. */

import { ParleyChat } from './element.js';

if (customElements.get('parley-chat') === undefined) {
  customElements.define('parley-chat', ParleyChat);
}
