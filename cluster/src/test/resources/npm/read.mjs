// Prints every row of the files that are named, a line each: the picture's bytes as their SHA-256.
import { createHash } from 'node:crypto'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

for (const name of process.argv.slice(2)) {
  const file = await asyncBufferFromFile(name)
  const metadata = await parquetMetadataAsync(file)
  const note = metadata.key_value_metadata.find(pair => pair.key === 'huggingface')
  if (JSON.parse(note.value).info.features.image._type !== 'Image') throw new Error('no picture column')
  for (const row of await parquetReadObjects({ file, utf8: false })) {
    const hash = createHash('sha256').update(row.image.bytes).digest('hex')
    const text = value => typeof value === 'string' ? value : new TextDecoder().decode(value)
    console.log([row.id, row.label, row.seed, text(row.plan), text(row.image.path), hash].join(' '))
  }
}
