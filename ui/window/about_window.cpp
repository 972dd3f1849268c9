// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/about_window.h"

#include "core/imaging/reading/versions.h"
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
    QStringList lines;
    for (const auto& [name, version] : rowsOf(model)) {
        const int row = grid->rowCount();
        grid->addWidget(makeTextLabel(name, "muted", this), row, 0);
        grid->addWidget(selectable(makeTextLabel(version, "text", this)), row, 1);
        lines << name + QLatin1Char(' ') + version;
    }
    m_text = lines.join(QLatin1Char('\n'));

    auto* copy = makeButton(tr("Cop&y"), "copy", this);
    copy->setToolTip(tr("Copies the versions, for a report of a problem"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text); });
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
}

} // namespace ccad
