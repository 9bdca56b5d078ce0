// index.html: <script src="https://chat.example.com/widget.js" async></script>
import { Component, CUSTOM_ELEMENTS_SCHEMA, input, output } from '@angular/core';
import type { ParleyMessage } from './parley-chat';

@Component({
  selector: 'app-chat',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <button (click)="chat.open()">Ask us</button>
    <parley-chat #chat title="Ask us" [attr.context]="context()" (parley-message)="said.emit($any($event).detail)" />
  `,
})
export class ChatComponent {
  readonly context = input('');
  readonly said = output<ParleyMessage>();
}
