import type { SecureContext } from 'node:tls';
import type { Pool } from 'undici';
import { z } from 'zod';
import { classifyFailure } from '../../client/http/network-failure.ts';
import { RetryableFailure, retryRequest } from '../../client/http/retry-request.ts';
import type { Clock } from '../../clock/clock.ts';
import { SchemaRegistryError } from '../schema-registry.ts';
import type { RegistryAddress } from './registry-address.ts';
import { REGISTRY_KEYSTORE, REGISTRY_TRUSTSTORE, REGISTRY_USER, variableOf } from './registry-properties.ts';
import type { RegistryTls } from './registry-tls.ts';
import { type RegistryState, RegistryWatch } from './registry-watch.ts';

export interface RegistryClientOptions {
  readonly clock: Clock;
  readonly connectTimeoutMs?: number;
  /** For the headers of an answer, and then between two pieces of it. */
  readonly answerTimeoutMs?: number;
  /** No attempt begins later than this after the first, ms. */
  readonly retryForMs?: number;
  /** Default: who Node trusts, and no certificate of one's own. */
  readonly tls?: RegistryTls;
  /** Told that it does not answer, and then that it does again. */
  readonly onState?: (state: RegistryState) => void;
}

const JSON_TYPE = 'application/vnd.schemaregistry.v1+json';
type Method = 'GET' | 'POST' | 'DELETE';
/** bytes of an answer */
const MAX_ANSWER = 16 * 1024 * 1024;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** The code of what was not answered at all: SR's own for a leader that can't be reached. */
const UNREACHABLE = 50_003;

const errorBody = z.object({ error_code: z.number(), message: z.string() });

/**
 * HTTP to a Schema Registry. All that is asked of it may be asked again (the same schema has the same id), so what was lost is
 * asked again, with doubling delays. undici is loaded with the first question: most databases have their registry with them.
 */
export class RegistryClient {
  readonly #address: RegistryAddress;
  readonly #options: RegistryClientOptions;
  readonly #watch: RegistryWatch;
  #pool: Promise<Pool> | undefined;
  #isClosed = false;

  constructor(address: RegistryAddress, options: RegistryClientOptions) {
    this.#address = address;
    this.#options = options;
    this.#watch = new RegistryWatch(address.shown, options.onState ?? (() => undefined));
  }

  /**
   * @param body what is sent as JSON; without one it is GET
   * @returns the answer; undefined: a 404 whose code is one of `absent`
   * @throws SchemaRegistryError what the registry refuses, or that it can't be asked
   */
  async ask<T>(
    path: string,
    answer: z.ZodType<T>,
    absent: readonly number[],
    body?: unknown,
    method: Method = body === undefined ? 'GET' : 'POST',
  ): Promise<T | undefined> {
    const { clock, retryForMs = 30_000 } = this.#options;
    const begin = clock.now();
    const retries = {
      clock,
      forMs: retryForMs,
      firstDelayMs: FIRST_DELAY_MS,
      longestDelayMs: LONGEST_DELAY_MS,
      onWait: ({ reason }: { readonly reason: string }) => this.#watch.waits(reason, clock.now() - begin),
    };
    try {
      const found = await retryRequest(retries, () => this.#attempt(path, answer, absent, body, method));
      this.#watch.answered();
      return found;
    } catch (error) {
      // who closed it knows
      if (error instanceof SchemaRegistryError && !this.#isClosed) this.#watch.failed(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const pool = await this.#pool?.catch(() => undefined);
    await pool?.destroy();
  }

  #connected(): Promise<Pool> {
    if (this.#isClosed) throw this.#failure(`the connection to ${this.#address.shown} was closed`, undefined);
    this.#pool ??= this.#connect();
    return this.#pool;
  }

  async #connect(): Promise<Pool> {
    const { connectTimeoutMs = 10_000, tls } = this.#options;
    const { Pool } = await import('undici');
    return new Pool(this.#address.origin, {
      connections: 4,
      connect: {
        timeout: connectTimeoutMs,
        ...(tls === undefined ? {} : { secureContext: await this.#secureContext(tls) }),
      },
      maxResponseSize: MAX_ANSWER,
    });
  }

  async #secureContext(tls: RegistryTls): Promise<SecureContext> {
    const { createSecureContext } = await import('node:tls');
    try {
      return createSecureContext(tls);
    } catch (error) {
      throw this.#failure(
        `the certificates for the Schema Registry at ${this.#address.shown} can’t be used: ${(error as Error).message}; see ${variableOf(REGISTRY_TRUSTSTORE)} and ${variableOf(REGISTRY_KEYSTORE)}`,
        error,
      );
    }
  }

  async #attempt<T>(
    path: string,
    answer: z.ZodType<T>,
    absent: readonly number[],
    body: unknown,
    method: Method,
  ): Promise<T | undefined> {
    const { status, text } = await this.#send(path, body, method);
    if (status >= 200 && status < 300) return this.#read(text, answer);
    const error = this.#refusal(status, text);
    if (status === 404 && absent.includes(error.code)) return undefined;
    if (status === 429 || status >= 500) throw new RetryableFailure(error);
    throw error;
  }

  async #send(path: string, body: unknown, method: Method): Promise<{ status: number; text: string }> {
    const { prefix, authorization } = this.#address;
    const timeout = this.#options.answerTimeoutMs ?? 30_000;
    const pool = await this.#connected();
    try {
      const { statusCode, body: answer } = await pool.request({
        method,
        path: prefix + path,
        headers: {
          accept: `${JSON_TYPE}, application/json`,
          ...(body === undefined ? {} : { 'content-type': JSON_TYPE }),
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      return { status: statusCode, text: await answer.text() };
    } catch (error) {
      const { kind, reason } = classifyFailure(error);
      if (kind === 'tls') throw this.#insecure(reason, error);
      const failure = this.#failure(`no Schema Registry at ${this.#address.shown}: ${reason}`, error);
      throw kind === 'unsent' || kind === 'lost' ? new RetryableFailure(failure) : failure;
    }
  }

  #read<T>(text: string, answer: z.ZodType<T>): T {
    const parsed = answer.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    throw this.#failure(`what answers at ${this.#address.shown} is not a Schema Registry`, parsed.error);
  }

  #insecure(reason: string, cause: unknown): SchemaRegistryError {
    const hint = /alert/i.test(reason)
      ? `; if it wants a certificate of yours, name its file in ${settings(REGISTRY_KEYSTORE)}`
      : /certificate|issuer/i.test(reason)
        ? `; if you trust it, name a PEM file of its authority’s certificate in ${settings(REGISTRY_TRUSTSTORE)}`
        : '';
    return this.#failure(
      `no secure connection to the Schema Registry at ${this.#address.shown}: ${reason.trim()}${hint}`,
      cause,
    );
  }

  #refusal(status: number, text: string): SchemaRegistryError {
    const parsed = errorBody.safeParse(jsonOf(text));
    if (status === 401) return this.#unauthorized(parsed.data?.error_code ?? status);
    if (parsed.success) return new SchemaRegistryError(status, parsed.data.error_code, parsed.data.message);
    return new SchemaRegistryError(
      status,
      status,
      `the Schema Registry at ${this.#address.shown} answers ${status}`,
    );
  }

  #unauthorized(code: number): SchemaRegistryError {
    const { shown, authorization } = this.#address;
    return new SchemaRegistryError(
      401,
      code,
      authorization === undefined
        ? `the Schema Registry at ${shown} wants a user and a password (401): give user:password in ${settings(REGISTRY_USER)}`
        : `the Schema Registry at ${shown} does not take the user and the password that it is given (401): see ${settings(REGISTRY_USER)}`,
    );
  }

  #failure(message: string, cause: unknown): SchemaRegistryError {
    const error = new SchemaRegistryError(500, UNREACHABLE, message);
    error.cause = cause;
    return error;
  }
}

/** As messages name a setting. */
const settings = (property: string): string => `${variableOf(property)} (${property})`;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
