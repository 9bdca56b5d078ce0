// As much of the frameworks as the examples use, so that the build needs none of them.

declare module 'react' {
  interface RefObject<T> {
    current: T | null;
  }
  type HTMLAttributes<T> = Partial<Pick<HTMLElement, 'title' | 'id'>> & { children?: unknown; readonly of?: T };
  type DetailedHTMLProps<A, T> = A & { ref?: RefObject<T> };
  function useEffect(effect: () => (() => void) | undefined, given: readonly unknown[]): void;
  function useRef<T>(initial: null): RefObject<T>;
  namespace JSX {
    type Element = object;
    interface IntrinsicElements {
      button: { onClick?: () => void; children?: unknown };
    }
  }
}

declare module 'react/jsx-runtime' {
  import type { JSX as Of } from 'react';

  namespace JSX {
    type Element = Of.Element;
    type IntrinsicElements = Of.IntrinsicElements;
    interface ElementChildrenAttribute {
      children: unknown;
    }
  }
  const jsx: unknown;
  const jsxs: unknown;
  const Fragment: unknown;
}

declare module '@angular/core' {
  const CUSTOM_ELEMENTS_SCHEMA: { name: string };
  function Component(given: { selector: string; schemas: unknown[]; template: string }): ClassDecorator;
  function input<T>(initial: T): () => T;
  function output<T>(): { emit(value: T): void };
}

declare module 'vue' {
  function useTemplateRef<T>(name: string): Readonly<{ value: T | null }>;
}

declare function defineProps<T>(): T;
declare function defineEmits<T extends Record<string, unknown[]>>(): <K extends keyof T>(
  name: K,
  ...given: T[K]
) => void;
