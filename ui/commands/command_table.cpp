// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_table.h"

#include "ui/commands/internal/picture_commands.h"
#include "ui/commands/internal/window_commands.h"

#include <algorithm>

namespace ccad {

const QList<CommandRow>& commandTable()
{
    static const QList<CommandRow> table = windowCommandRows() + pictureCommandRows();
    return table;
}

QString groupTitle(CommandGroup group)
{
    switch (group) {
    case CommandGroup::File:
        return Commands::tr("File");
    case CommandGroup::Edit:
        return Commands::tr("Edit");
    case CommandGroup::View:
        return Commands::tr("View");
    case CommandGroup::Overlay:
        return Commands::tr("View, Overlay");
    case CommandGroup::Image:
        return Commands::tr("Image");
    case CommandGroup::Window:
        return Commands::tr("Image, Window");
    case CommandGroup::Go:
        return Commands::tr("Go");
    case CommandGroup::Help:
        break;
    }
    return Commands::tr("Help");
}

const CommandRow& rowOf(Command command)
{
    const auto& table = commandTable();
    return *std::find_if(table.begin(), table.end(),
                         [command](const CommandRow& row) { return row.command == command; });
}

} // namespace ccad
