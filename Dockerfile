# The line's own processes: docker-compose.yaml says which of them a container is.

FROM node:20.19.5-bookworm-slim AS build
WORKDIR /app
# The Kafka client fetches its binary; where that can't be had it is compiled with these.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates gcc g++ make python3 libssl-dev zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY packages/ksqlite/package.json ./packages/ksqlite/
COPY tooling/build/prepare-page.mjs ./tooling/build/
# It is an optional package: without the second line an image without it would be built.
RUN npm ci --omit=dev --no-audit --no-fund \
  && node -e "require('@confluentinc/kafka-javascript')"

# The page: what builds it stays in this stage. No script of a package is needed for it, and the Kafka client is not compiled again.
FROM node:20.19.5-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/ksqlite/package.json ./packages/ksqlite/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tooling/typescript ./tooling/typescript
COPY tooling/build/build-page.ts ./tooling/build/
COPY packages/ksqlite/page ./packages/ksqlite/page
RUN npm run build:page

FROM node:20.19.5-bookworm-slim
WORKDIR /app
# libssl3 for a client that was compiled; tini hands signals on and reaps
RUN apt-get update \
  && apt-get install -y --no-install-recommends libssl3 tini \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY tooling/typescript ./tooling/typescript
COPY ksql ./ksql
COPY src ./src
COPY packages/ksqlite/package.json ./packages/ksqlite/
COPY packages/ksqlite/src ./packages/ksqlite/src
COPY --from=page /app/packages/ksqlite/dist/page ./packages/ksqlite/dist/page
ENV NODE_ENV=production
USER node
ENTRYPOINT ["tini", "--", "node", "--import", "./tooling/typescript/register.mjs"]
CMD ["src/sidecar/command/main.ts", "--help"]
