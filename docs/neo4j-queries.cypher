// The picture: papers with what they introduce, use and are evaluated on
MATCH (p:Paper&PaperKG)-[r:INTRODUCES|USES|EVALUATES_ON]->(e)
RETURN p, r, e LIMIT 200;

// Names by full text: labels, aliases and titles that hold a word
CALL db.index.fulltext.queryNodes('paperkg_names', 'transformer') YIELD node, score
RETURN labels(node)[0] AS type, coalesce(node.label, node.title) AS name, score LIMIT 20;

// What outperforms what, with the sentence of the surest paper
MATCH (better:Method)-[r:OUTPERFORMS]->(worse:Method)
RETURN better.label AS better, worse.label AS worse, r.support AS papers, r.confidence AS confidence, r.evidence AS sentence
ORDER BY confidence DESC, better, worse LIMIT 25;

// Datasets that carry the field, and since when
MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset)
RETURN d.label AS dataset, count(p) AS papers, min(p.published) AS first
ORDER BY papers DESC, dataset LIMIT 20;

// Methods by year: in how many papers each is used or introduced
MATCH (p:Paper)-[:USES|INTRODUCES]->(m:Method) WHERE p.year IS NOT NULL
WITH m, p.year AS year, count(DISTINCT p) AS papers
WITH m, sum(papers) AS total, collect({year: year, papers: papers}) AS years
RETURN m.label AS method, total, years ORDER BY total DESC, method LIMIT 20;

// Stated results on a dataset, newest first (put a name in place of ImageNet)
MATCH (p:Paper)-[:HAS_RESULT]->(r:Result)-[:ON_DATASET]->(:Dataset {label: 'ImageNet'})
OPTIONAL MATCH (r)-[:OF_METHOD]->(m:Method)
OPTIONAL MATCH (r)-[:IN_METRIC]->(metric:Metric)
RETURN m.label AS method, metric.label AS metric, r.value AS value, r.unit AS unit, p.published AS published, r.quote AS quote
ORDER BY published DESC, method LIMIT 50;

// Methods used for a task, by support
MATCH (m:Method)-[r:USED_FOR]->(t:Task)
RETURN t.label AS task, m.label AS method, r.support AS papers
ORDER BY papers DESC, task, method LIMIT 50;

// Methods that papers compare, as a picture
MATCH path = (:Method)-[:COMPARED_WITH|OUTPERFORMS]->(:Method)
RETURN path LIMIT 150;

// Papers that share a method and a dataset
MATCH (a:Paper)-[:USES]->(m:Method)<-[:USES]-(b:Paper), (a)-[:EVALUATES_ON]->(d:Dataset)<-[:EVALUATES_ON]-(b)
WHERE a.id < b.id
RETURN a.title AS one, b.title AS other, collect(DISTINCT m.label) AS methods, collect(DISTINCT d.label) AS datasets
ORDER BY size(methods) + size(datasets) DESC, one, other LIMIT 25;

// New in the last year that the graph covers
MATCH (p:Paper&PaperKG) WITH max(p.published) AS newest
MATCH (e:Entity&PaperKG) WHERE e.first_seen > newest - duration('P1Y')
RETURN labels(e)[0] AS type, e.label AS name, e.first_seen AS first_seen, e.paper_count AS papers
ORDER BY papers DESC, name LIMIT 50;
