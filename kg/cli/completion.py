"""The command that makes a shell complete kg's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script by which a shell completes kg's commands, options and relations.

    \b
    Examples:
      eval "$(kg completion bash)"
      kg completion fish > ~/.config/fish/completions/kg.fish
    """
    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"no completion for {shell}")
    script = complete(ctx.find_root().command, {}, "kg", "_KG_COMPLETE")
    click.echo(script.source_template % script.source_vars())
