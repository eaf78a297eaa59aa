"""`kg train`: a tagger from annotated abstracts."""

import shlex
import sys
from pathlib import Path

import click

from kg.cli.console import QUIET_OPTION

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("annotated", type=_FILE)
@click.option("--output", "-o", required=True, type=_FOLDER, help="Folder of the model.")
@click.option(
    "--encoder", default="all_minilm_l6_v2", show_default=True, help="Folder or installed package with an encoder."
)
@click.option("--layers", default="", help="Layers of the encoder to keep, such as 0,2,5; all by default.")
@click.option("--epochs", default=5.0, show_default=True, type=click.FloatRange(0, min_open=True))
@click.option("--batch", default=16, show_default=True, type=click.IntRange(1), help="Abstracts a step.")
@click.option("--encoder-rate", default=1e-4, show_default=True, type=float, help="Learning rate of the encoder.")
@click.option("--head-rate", default=1e-3, show_default=True, type=float, help="Learning rate of the span head.")
@click.option("--warmup", default=0.1, show_default=True, type=click.FloatRange(0, 1), help="Share of the steps.")
@click.option("--size", default=192, show_default=True, type=click.IntRange(8), help="Width of the span head.")
@click.option(
    "--folds", default=0, show_default=True, type=click.IntRange(0), help="Cross-validate with so many folds."
)
@click.option("--hold-out", type=click.IntRange(0, 4), help="Keep one of five folds for measuring only.")
@click.option("--start-from", type=_FOLDER, help="Checkpoint to go on from.")
@click.option("--checkpoint", type=_FOLDER, help="Also keep the trained weights here, for teaching.")
@click.option("--teacher", "teachers", multiple=True, type=_FOLDER, help="Checkpoint that labels unlabelled abstracts.")
@click.option("--unlabelled", type=_FILE, help="JSON Lines of abstracts for the teachers to label.")
@click.option("--unlabelled-limit", default=6000, show_default=True, type=click.IntRange(0), help="How many of them.")
@click.option("--soft-labels", type=click.Path(path_type=Path), help="File that keeps the teachers' labels.")
@click.option("--gold-repeat", default=1, show_default=True, type=click.IntRange(1), help="Times annotated ones count.")
@click.option("--prune-vocabulary", is_flag=True, help="Drop word pieces that no abstract needs (smaller file).")
@click.option("--no-export", is_flag=True, help="Train a teacher only: no ONNX file.")
@click.option("--seed", default=0, show_default=True, type=int)
@click.option("--name", default="model", show_default=True, help="Name in the model card.")
@QUIET_OPTION
def train(
    annotated: Path,
    output: Path,
    encoder: str,
    layers: str,
    epochs: float,
    batch: int,
    encoder_rate: float,
    head_rate: float,
    warmup: float,
    size: int,
    folds: int,
    hold_out: int | None,
    start_from: Path | None,
    checkpoint: Path | None,
    teachers: tuple[Path, ...],
    unlabelled: Path | None,
    unlabelled_limit: int,
    soft_labels: Path | None,
    gold_repeat: int,
    prune_vocabulary: bool,
    no_export: bool,
    seed: int,
    name: str,
    quiet: bool,
) -> None:
    """Fine-tune a tagger on annotated abstracts, measure it, and write it as ONNX with a model card.

    \b
    Example:
      kg train annotated.jsonl -o my-model/ --folds 5
    """
    from extractors.training import Schedule, TrainingConfig
    from extractors.training import train as train_tagger

    try:
        kept = tuple(int(layer) for layer in layers.split(",") if layer.strip())
    except ValueError as error:
        raise click.BadParameter("give numbers between commas, such as 0,2,5", param_hint="--layers") from error
    config = TrainingConfig(
        annotated=annotated,
        output=output,
        encoder=encoder,
        layers=kept,
        schedule=Schedule(epochs=epochs, batch=batch, encoder_rate=encoder_rate, head_rate=head_rate, warmup=warmup),
        size=size,
        folds=folds,
        hold_out=hold_out,
        start_from=start_from,
        checkpoint=checkpoint,
        teachers=teachers,
        unlabelled=unlabelled,
        unlabelled_limit=unlabelled_limit,
        soft_labels=soft_labels,
        gold_repeat=gold_repeat,
        prune_vocabulary=prune_vocabulary,
        export=not no_export,
        seed=seed,
        command=shlex.join(["kg", *sys.argv[1:]]),
        name=name,
    )
    report = train_tagger(config, (lambda _line: None) if quiet else click.echo)
    if not quiet:
        click.echo(
            f"{report.output}: {report.papers:,} papers, {len(report.rejected):,} lines rejected, "
            f"{report.seconds:.0f} s"
        )
