// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_frame.h"

#include "core/base/files.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/theme.h"

#include <QContextMenuEvent>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// A title as a file name: "ROC curve" becomes "roc-curve".
QString fileNameOf(const QString& title)
{
    QString name;
    for (const QChar c : title.toLower())
        if (c.isLetterOrNumber())
            name += c;
        else if (!name.isEmpty() && !name.endsWith(u'-'))
            name += u'-';
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.isEmpty() ? u"plot"_s : name.left(60);
}

} // namespace

PlotFrame::PlotFrame(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_button(new QToolButton(this)),
      m_menu(new QMenu(this)), m_message(new MessageBar(this)), m_layout(new QVBoxLayout(this))
{
    m_title->setProperty("role", u"heading"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_menu->setAccessibleName(tr("Plot"));
    addExport(PlotFormat::Svg, tr("Export as SVG…"));
    addExport(PlotFormat::Png, tr("Export as PNG…"));
    addExport(PlotFormat::Pdf, tr("Export as PDF…"));
    addExport(PlotFormat::Csv, tr("Export Data as CSV…"));
    m_button->setText(tr("Export…"));
    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setObjectName(u"exportPlot"_s);

    auto* header = new QHBoxLayout;
    header->setSpacing(spacing::medium);
    header->addWidget(m_title, 1);
    header->addWidget(m_button, 0, Qt::AlignTop);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(spacing::small);
    m_layout->addLayout(header);
    m_layout->addWidget(m_message);
    setTitle({});
}

void PlotFrame::addExport(PlotFormat format, const QString& text)
{
    m_menu->addAction(text, this, [this, format] { exportAs(format); });
}

QString PlotFrame::title() const
{
    return m_title->text();
}

void PlotFrame::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setAccessibleName(title.isEmpty() ? tr("Title of the plot") : title);
    m_button->setAccessibleName(tr("Export %1").arg(title));
    setAccessibleName(title.isEmpty() ? tr("Plot") : title);
}

void PlotFrame::setBody(QWidget* body)
{
    m_layout->addWidget(body, 1);
}

void PlotFrame::setExportable(bool exportable)
{
    m_button->setEnabled(exportable);
}

void PlotFrame::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_button->isEnabled())
        m_menu->popup(event->globalPos());
}

void PlotFrame::exportTo(const QString& path, PlotFormat format)
{
    m_writing.start(
        [path, content = exportedPlot(format, drawing(), table())] {
            return writeFileAtomically(path, content);
        },
        [this, path](const Result<void>& written) {
            if (!written) {
                m_message->show(MessageBar::Severity::Error, written.error().message);
                Q_EMIT exportFailed(written.error().message);
                return;
            }
            m_message->show(MessageBar::Severity::Information,
                            tr("Saved to %1.").arg(QDir::toNativeSeparators(path)));
            Q_EMIT exported(path);
        });
}

void PlotFrame::exportAs(PlotFormat format)
{
    const QString suffix = suffixOf(format);
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export %1").arg(title()),
                                       QDir::home().filePath(fileNameOf(title()) + u'.' + suffix),
                                       tr("%1 files (*.%2)").arg(suffix.toUpper(), suffix));
    if (!path.isEmpty())
        exportTo(path, format);
}

} // namespace ccad
