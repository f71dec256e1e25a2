import { version } from '../../../package.json';
import { Section } from './Section.tsx';

export function About() {
  return (
    <Section title="About">
      <p>
        Gramscope finds look-alike tissue with Gram barcodes: which textures of a network’s layers occur together,
        written as bits. It is for research and teaching, and is no medical device.
      </p>
      <p>
        The method:{' '}
        <cite>
          S. Lifshitz, A. Riasatian, H. R. Tizhoosh. “Gram Barcodes for Histopathology Tissue Texture Retrieval.”
        </cite>{' '}
        <a href="https://arxiv.org/abs/2111.15519" target="_blank" rel="noreferrer">
          arXiv 2111.15519
        </a>
        . Please cite it when look-alikes found here become part of a publication.
      </p>
      <p>Version {version}. Licence: Apache 2.0.</p>
    </Section>
  );
}
