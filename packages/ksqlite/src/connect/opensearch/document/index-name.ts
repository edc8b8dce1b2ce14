/** The index of a topic without another name, as the plug-ins make it (ElasticsearchSinkTask.convertTopicToIndexName). */
export function indexName(topic: string): string {
  const name = topic.toLowerCase().slice(0, 255).replace(/^[-_]/, '');
  return name === '.' || name === '..' ? name.replaceAll('.', 'dot') : name;
}
