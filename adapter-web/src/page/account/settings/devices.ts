/** Where somebody is logged in. */

import type { Api, Device } from '../../../core/index.js';
import type { Language } from '../../../i18n/index.js';
import { drawing, element } from '../../../ui/dom.js';
import { deviceOf } from '../device.js';
import { icons } from '../icons.js';
import { troubleOf } from '../troubles.js';
import { quietButton, section, statusLine } from './parts.js';

export function devices(language: Language, api: Api): HTMLElement {
  const { account } = language.words;
  const list = element('ul.devices', { 'aria-busy': 'true' }, skeleton(), skeleton());
  const status = statusLine();

  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (problem) {
      const trouble = troubleOf(problem, language);
      if (trouble === null) {
        throw problem;
      }
      status.complain(trouble.sentence);
    }
  };
  const read = async () => {
    const found = await api.devices();
    list.replaceChildren(...found.map(each => entry(each)));
    list.setAttribute('aria-busy', 'false');
  };
  const end = async (device: Device, row: HTMLElement) => {
    await api.endDevice(device.login_id);
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('button');
    row.remove();
    (next ?? list.closest<HTMLElement>('[role=tabpanel]'))?.focus();
    status.done(account.deviceEnded(nameOf(device)));
  };
  const nameOf = ({ device }: Device): string => {
    const { browser, system } = deviceOf(device ?? '');
    return browser !== null && system !== null
      ? account.deviceOn(browser, system)
      : (browser ?? system ?? account.unknownDevice);
  };
  const entry = (device: Device): HTMLElement => {
    const name = nameOf(device);
    const about = [device.address, account.lastUsed(language.timeAgo(device.used_at))].filter(Boolean).join(' · ');
    const row: HTMLElement = element(
      'li.device',
      {},
      element('span.device-icon', {}, drawing(deviceOf(device.device ?? '').isSmall ? icons.phone : icons.device)),
      element(
        'div.setting-words',
        {},
        element('span.setting-label', { title: device.device }, name),
        element('span.setting-hint', {}, about),
      ),
      device.current
        ? element('span.device-mark', {}, account.thisDevice)
        : quietButton(
            account.endDevice,
            () => void attempt(() => end(device, row)),
            false,
            account.endDeviceNamed(name),
          ),
    );
    return row;
  };

  void attempt(read);
  return section(element('p.lead', {}, account.devicesLead), list, status.node);
}

function skeleton(): HTMLElement {
  return element('li.device.waiting', { 'aria-hidden': 'true' }, element('i'), element('i'));
}
