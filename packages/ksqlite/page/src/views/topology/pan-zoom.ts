/** A drawing that is moved and scaled inside its frame: by wheel, by drag, by buttons. */
import { signal } from '@preact/signals';
import { fitted, type Place, revealing, type Size, zoomed } from './place.ts';

export class PanZoom {
  readonly place = signal<Place>({ scale: 1, x: 0, y: 0 });
  /** Somebody has moved it: it is not fitted by itself any more. */
  isMoved = false;
  #drag: { readonly x: number; readonly y: number } | undefined;

  fit(drawing: Size, frame: Size): void {
    this.isMoved = false;
    this.place.value = fitted(drawing, frame);
  }

  zoom(factor: number, at: { readonly x: number; readonly y: number }): void {
    this.isMoved = true;
    this.place.value = zoomed(this.place.value, factor, at);
  }

  /** Brings a part of the drawing into the frame. */
  reveal(part: { readonly x: number; readonly y: number } & Size, frame: Size): void {
    this.place.value = revealing(this.place.value, part, frame);
  }

  /** Brings a point of the drawing into the middle of the frame. */
  centre(point: { readonly x: number; readonly y: number }, frame: Size): void {
    this.isMoved = true;
    const { scale } = this.place.value;
    this.place.value = {
      scale,
      x: frame.width / 2 - point.x * scale,
      y: frame.height / 2 - point.y * scale,
    };
  }

  readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const frame = (event.currentTarget as Element).getBoundingClientRect();
    if (event.ctrlKey || event.metaKey || Math.abs(event.deltaY) > Math.abs(event.deltaX))
      this.zoom(Math.exp(-event.deltaY * 0.0015), { x: event.clientX - frame.x, y: event.clientY - frame.y });
    else this.#move(-event.deltaX, 0);
  };

  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('a, button') !== null) return;
    this.#drag = { x: event.clientX, y: event.clientY };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  readonly onPointerMove = (event: PointerEvent): void => {
    if (this.#drag === undefined) return;
    this.#move(event.clientX - this.#drag.x, event.clientY - this.#drag.y);
    this.#drag = { x: event.clientX, y: event.clientY };
  };

  readonly onPointerUp = (): void => {
    this.#drag = undefined;
  };

  #move(x: number, y: number): void {
    this.isMoved = true;
    const { place } = this;
    place.value = { ...place.value, x: place.value.x + x, y: place.value.y + y };
  }
}
