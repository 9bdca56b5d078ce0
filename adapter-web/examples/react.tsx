// index.html: <script src="https://chat.example.com/widget.js" async></script>
import { useEffect, useRef } from 'react';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ParleyChatElement, ParleyMessage } from './parley-chat';

type ChatAttributes = DetailedHTMLProps<HTMLAttributes<ParleyChatElement>, ParleyChatElement> & { context?: unknown };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'parley-chat': ChatAttributes;
    }
  }
}

export function Chat({ order, onMessage }: { order: number; onMessage: (message: ParleyMessage) => void }) {
  const chat = useRef<ParleyChatElement>(null);

  useEffect(() => {
    const element = chat.current;
    const tell = ({ detail }: CustomEvent<ParleyMessage>) => onMessage(detail);
    element?.addEventListener('parley-message', tell);
    return () => element?.removeEventListener('parley-message', tell);
  }, [onMessage]);

  return (
    <>
      <button onClick={() => void chat.current?.open()}>Ask us</button>
      <parley-chat ref={chat} title="Ask us" context={JSON.stringify({ order })} />
    </>
  );
}
