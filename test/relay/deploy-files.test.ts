import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { pino } from 'pino';
import { createRelayParts } from '../../src/relay/relay-parts.js';
import { readSettings, type Settings } from '../../src/relay/config/settings.js';
import { createApp } from '../../src/relay/http/app.js';
import { withLife } from '../rigs/relay-rig.js';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): Promise<string> => readFile(at(path), 'utf8');

/** What the operator adds: the files themselves hold no secret. */
const SECRETS = { OPENAI_API_KEY: 'sk-test', RELAY_AUTH_SECRET: 'a-secret-that-is-long-enough-for-hs256' };
/** After the drain the last figures are waited for, then goodbyes are answered. */
const AFTER_DRAIN_MS = 12_000;

const log = pino({ level: 'silent' });
const { PORT } = readSettings({});

/** The paths that a relay answers. */
async function routesOf(settings: Settings, signal: AbortSignal): Promise<string[]> {
  const { REDIS_URL: _redis, ...alone } = settings;
  const app = createApp(await createRelayParts({ settings: { ...alone, REDIS_URL: undefined }, log }, signal));
  return app.routes.map(({ path }) => path);
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
}

interface Container {
  readonly image: string;
  readonly envFrom: readonly object[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly readinessProbe: Container['livenessProbe'];
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly securityContext: object;
}

interface Manifest {
  readonly ConfigMap: Named & { readonly data: Record<string, string> };
  readonly Deployment: Named & {
    readonly spec: {
      readonly replicas: number;
      readonly selector: { readonly matchLabels: object };
      readonly template: {
        readonly metadata: { readonly labels: object };
        readonly spec: {
          readonly terminationGracePeriodSeconds: number;
          readonly securityContext: { readonly runAsNonRoot: boolean };
          readonly containers: readonly [Container];
        };
      };
    };
  };
  readonly Service: Named & {
    readonly spec: {
      readonly selector: object;
      readonly ports: readonly { readonly name: string; readonly targetPort: string }[];
    };
  };
  readonly PodDisruptionBudget: Named & {
    readonly spec: { readonly minAvailable: number; readonly selector: { readonly matchLabels: object } };
  };
  readonly Ingress: Named & {
    readonly spec: {
      readonly tls: readonly { readonly hosts: readonly string[] }[];
      readonly rules: readonly {
        readonly host: string;
        readonly http: {
          readonly paths: readonly {
            readonly path: string;
            readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
          }[];
        };
      }[];
    };
  };
}

test(
  'the Kubernetes manifest fits together, and the relay starts with what it sets',
  withLife(async (signal) => {
    const documents = parseAllDocuments(await read('deploy/kubernetes.yaml'));
    for (const { errors } of documents) assert.deepEqual(errors, []);
    const resources = documents.map((document) => document.toJS() as Named);
    const manifest = Object.fromEntries(resources.map((resource) => [resource.kind, resource])) as unknown as Manifest;
    assert.equal(Object.keys(manifest).length, resources.length);
    const { ConfigMap, Deployment, Service, PodDisruptionBudget, Ingress } = manifest;

    const settings = readSettings({ ...ConfigMap.data, ...SECRETS });
    const routes = await routesOf(settings, signal);
    const { spec: pod, metadata } = Deployment.spec.template;
    const [relay] = pod.containers;
    assert.ok(pod.terminationGracePeriodSeconds * 1000 > settings.RELAY_DRAIN_MS + AFTER_DRAIN_MS);
    assert.deepEqual(relay.envFrom, [
      { configMapRef: { name: ConfigMap.metadata.name } },
      { secretRef: { name: 'voice-agent' } },
    ]);
    assert.deepEqual(relay.ports, [{ name: 'http', containerPort: PORT }]);
    for (const { httpGet } of [relay.livenessProbe, relay.readinessProbe]) {
      assert.equal(httpGet.port, 'http');
      assert.ok(routes.includes(httpGet.path), httpGet.path);
    }
    assert.equal(relay.livenessProbe.httpGet.path, '/healthz', 'a relay that drains must not be killed');
    assert.equal(relay.readinessProbe.httpGet.path, '/readyz');
    assert.match(relay.resources.limits.memory, /^\d+Gi$/);
    const locked = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
    assert.deepEqual([pod.securityContext.runAsNonRoot, relay.securityContext], [true, locked]);

    for (const selector of [
      Deployment.spec.selector.matchLabels,
      Service.spec.selector,
      PodDisruptionBudget.spec.selector.matchLabels,
    ])
      assert.deepEqual(selector, metadata.labels);
    assert.ok(PodDisruptionBudget.spec.minAvailable < Deployment.spec.replicas, 'a node can be drained');
    assert.deepEqual(
      Service.spec.ports.map(({ targetPort }) => targetPort),
      ['http'],
    );
    const [rule] = Ingress.spec.rules;
    assert.equal(settings.RELAY_PUBLIC_URL, `https://${rule?.host}`);
    assert.ok(Ingress.spec.tls.some(({ hosts }) => hosts.includes(rule?.host ?? '')));
    for (const { path, backend } of rule?.http.paths ?? []) {
      assert.ok(
        routes.some((route) => route.startsWith(path)),
        path,
      );
      assert.equal(backend.service.name, Service.metadata.name);
      assert.ok(Service.spec.ports.some(({ name }) => name === backend.service.port.name));
    }
  }),
);

interface Compose {
  readonly services: Record<
    string,
    {
      readonly build?: { readonly context: string; readonly dockerfile: string };
      readonly environment?: Record<string, string>;
      readonly stop_grace_period?: string;
      readonly image?: string;
      readonly ports?: readonly string[];
      readonly volumes?: readonly string[];
      readonly networks: readonly string[];
      readonly depends_on?: readonly string[];
    }
  >;
  readonly networks: Record<string, { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } }>;
}

test('the compose file fits the balancer, the Dockerfile and the settings', async () => {
  const { services, networks } = parse(await read('deploy/compose.yaml'), { merge: true }) as Compose;
  const balancers = await Promise.all([read('deploy/nginx.conf'), read('deploy/haproxy.cfg')]);
  const relays = Object.entries(services).filter(([, { build }]) => build !== undefined);
  assert.deepEqual(
    relays.map(([name]) => name),
    ['relay-1', 'relay-2'],
  );
  for (const [name, { build, environment = {}, stop_grace_period: grace = '' }] of relays) {
    await access(new URL(build?.dockerfile ?? '', at(`deploy/${build?.context}/`)));
    const settings = readSettings({ ...environment, ...SECRETS });
    assert.ok(Number(/^(\d+)s$/.exec(grace)?.[1]) * 1000 > settings.RELAY_DRAIN_MS + AFTER_DRAIN_MS);
    assert.deepEqual(
      settings.RELAY_TRUSTED_PROXIES,
      networks['voice']?.ipam.config.map(({ subnet }) => subnet),
    );
    assert.ok(services[new URL(settings.REDIS_URL ?? '').hostname] !== undefined);
    for (const balancer of balancers) assert.ok(balancer.includes(`${name}:${PORT}`), name);
  }
  const { ports, volumes } = services['nginx'] ?? {};
  assert.deepEqual([ports, volumes], [['8080:8080'], ['./nginx.conf:/etc/nginx/nginx.conf:ro']]);
  assert.match(balancers[0], /listen 8080;/);
  for (const [name, { depends_on: needed = [], networks: joined, image, build }] of Object.entries(services)) {
    for (const other of needed) assert.ok(services[other] !== undefined, other);
    assert.deepEqual(joined, Object.keys(networks), name);
    assert.ok(build !== undefined || /:\d/.test(image ?? ''), `${name} has a version`);
  }
});

test('the Dockerfile builds what the package promises, runs it as nobody special, and takes no key with it', async () => {
  const dockerfile = await read('deploy/Dockerfile');
  const lines = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
  const of = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const { bin, engines, scripts } = JSON.parse(await read('package.json')) as {
    bin: Record<string, string>;
    engines: { node: string };
    scripts: Record<string, string>;
  };
  assert.deepEqual(JSON.parse(of('CMD').at(-1) ?? ''), ['node', bin['voice-agent-relay']?.replace('./', '')]);
  assert.deepEqual(of('EXPOSE'), [String(PORT)]);
  assert.ok(lines.indexOf('USER node') > 0 && lines.indexOf('USER node') < lines.findIndex((line) => line.startsWith('CMD')));
  for (const image of of('FROM'))
    assert.ok(Number(/^node:(\d+)-/.exec(image)?.[1]) >= Number(/\d+/.exec(engines.node)?.[0]), image);
  for (const command of of('RUN')) {
    const script = /^npm run (\S+)$/.exec(command)?.[1];
    assert.ok(script === undefined ? /^npm ci\b/.test(command) : scripts[script] !== undefined, command);
  }
  for (const source of of('COPY').filter((copy) => !copy.startsWith('--from')))
    for (const file of source.split(' ').slice(0, -1)) await access(fileURLToPath(at(file)));
  assert.match(dockerfile, /HEALTHCHECK[^\n]*\\\n {2}CMD .*\/readyz/);
  assert.deepEqual(of('ARG'), []);
  const ignored = (await read('.dockerignore')).split('\n');
  for (const path of ['.env', '.git', 'node_modules', 'dist']) assert.ok(ignored.includes(path), path);
});
