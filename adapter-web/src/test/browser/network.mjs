// A network between browser and server that can fail: plain TCP, so that everything that goes through it fails alike.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export class Network {
  #server;
  #pairs = new Set();
  #isUp = true;
  #isSwallowing = false;

  static async to(url) {
    const network = new Network();
    const { hostname, port } = new URL(url);
    network.#server = createServer(inner => network.#join(inner, hostname, port));
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    network.url = `http://127.0.0.1:${network.#server.address().port}`;
    return network;
  }

  /** Everything under way breaks, nothing new gets through. */
  cut() {
    this.#isUp = false;
    this.breakOff();
  }

  restore() {
    this.#isUp = true;
    this.#isSwallowing = false;
  }

  /** Everything under way breaks. */
  breakOff() {
    this.#pairs.forEach(pair => pair.forEach(socket => socket.destroy()));
  }

  /** From now on nothing that the server says arrives, while what the browser says does. */
  swallow() {
    this.#isSwallowing = true;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #join(inner, host, port) {
    if (!this.#isUp) {
      inner.destroy();
      return;
    }
    const outer = connect(port, host);
    const pair = [inner, outer];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      pair.forEach(socket => socket.destroy());
    };
    pair.forEach(socket => socket.setNoDelay(true).on('error', end).on('close', end));
    inner.on('data', bytes => outer.write(bytes));
    outer.on('data', bytes => this.#isSwallowing || inner.write(bytes));
  }
}
