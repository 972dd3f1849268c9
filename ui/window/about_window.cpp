// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/about_window.h"

#include "core/imaging/reading/versions.h"
#include "core/isolation/decoding_service.h"
#include "core/isolation/lockdown.h"
#include "core/package/model_package.h"
#include "core/torch/runtime.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int shaDigits = 12;
using Row = std::pair<QString, QString>;

std::vector<Row> rowsOf(const ModelManifest* model)
{
    std::vector<Row> rows{{u"CCAD"_s, QCoreApplication::applicationVersion()}};
    if (model) {
        rows.emplace_back(AboutWindow::tr("Model"), u"%1 %2"_s.arg(model->name, model->version));
        rows.emplace_back(AboutWindow::tr("SHA-256 of its weights"),
                          model->weightsSha256.left(shaDigits) + QChar(0x2026));
    } else {
        rows.emplace_back(AboutWindow::tr("Model"), AboutWindow::tr("None is loaded."));
    }
    rows.emplace_back(u"Qt"_s, QString::fromLatin1(qVersion()));
    rows.emplace_back(u"LibTorch"_s, torchVersion());
    for (const LibraryVersion& library : imagingLibraries())
        rows.emplace_back(library.name, library.version);
    return rows;
}

/// Which layers hold the process that reads a file, by their names.
QString namesOf(const SandboxLayers& layers)
{
    QStringList names;
    if (layers.seccomp)
        names << u"seccomp"_s;
    if (layers.landlock > 0)
        names << u"Landlock %1"_s.arg(layers.landlock);
    if (layers.namespaces)
        names << AboutWindow::tr("namespaces");
    if (layers.limits)
        names << AboutWindow::tr("limits");
    if (layers.noNewPrivileges)
        names << AboutWindow::tr("no new privileges");
    return names.join(u", "_s);
}

/// What the service says when a process was started for the purpose.
QString protectionNow(const CancelToken& cancel)
{
    const auto layers = decoding().layers(cancel);
    if (!layers)
        return layers.error().message;
    const QString names = namesOf(*layers);
    if (layers->areEnough())
        return AboutWindow::tr("locked down by %1").arg(names);
    return names.isEmpty() ? AboutWindow::tr("NOT locked down")
                           : AboutWindow::tr("NOT locked down, but for %1").arg(names);
}

QLabel* selectable(QLabel* label)
{
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

AboutWindow::AboutWindow(const ModelManifest* model, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About CCAD"));
    setAccessibleName(tr("About CCAD"));
    auto* icon = new QLabel(this);
    icon->setPixmap(iconPixmap(u"ccad"_s, QSize(64, 64), {}, devicePixelRatioF()));
    icon->setAccessibleName(tr("Icon of CCAD"));
    auto* words = selectable(makeTextLabel(
        tr("A desktop assistant for chest X-rays.\n\nResearch use only. Not for diagnosis.\n\n"
           "Free software under the GNU General Public Licence, version 3 or later. It comes "
           "without any warranty."),
        "text", this));
    words->setMinimumWidth(400);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::huge);
    grid->setVerticalSpacing(spacing::small);
    grid->setColumnStretch(1, 1);
    for (const auto& [name, version] : rowsOf(model))
        addRow(*grid, name, version);
    QLabel* protection = addRow(*grid, tr("Reading of files"), tr("being looked at…"));
    protection->setMinimumHeight(2 * protection->fontMetrics().lineSpacing());
    m_look.start(&protectionNow, [this, protection](const QString& told) {
        protection->setText(told);
        makeRoom(width());
    });

    auto* copy = makeButton(tr("Cop&y"), "copy", this);
    copy->setToolTip(tr("Copies the versions, for a report of a problem"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text()); });
    auto* close = makeButton(tr("&Close"), nullptr, this);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::huge, spacing::huge, spacing::huge, spacing::large);
    layout->setSpacing(spacing::large);
    layout->addWidget(icon);
    layout->addWidget(words);
    layout->addLayout(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    makeRoom(sizeHint().width());
}

void AboutWindow::makeRoom(int wide)
{
    resize(wide, std::max(height(), layout()->totalHeightForWidth(wide)));
}

QLabel* AboutWindow::addRow(QGridLayout& grid, const QString& name, const QString& value)
{
    const int row = grid.rowCount();
    QLabel* caption = makeTextLabel(name, "muted", this);
    caption->setWordWrap(false);
    grid.addWidget(caption, row, 0, Qt::AlignTop);
    QLabel* label = selectable(makeTextLabel(value, "text", this));
    grid.addWidget(label, row, 1);
    m_rows.emplace_back(name, label);
    return label;
}

QString AboutWindow::text() const
{
    QStringList lines;
    for (const auto& [name, label] : m_rows)
        lines << name + QLatin1Char(' ') + label->text();
    return lines.join(QLatin1Char('\n'));
}

} // namespace ccad
