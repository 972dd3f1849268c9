// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdown.h"

#include "ui/widgets/theme.h"

#include <QDesktopServices>
#include <QImage>
#include <QMessageBox>
#include <QPushButton>
#include <QTextTable>

namespace ccad {

namespace {

/// Stands for a picture to which the text refers. Without one, Qt would open the file by itself.
QImage nothing()
{
    QImage image(1, 1, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    return image;
}

} // namespace

MarkdownView::MarkdownView(QWidget* parent) : QTextBrowser(parent)
{
    // By itself, Qt would hand every address to the desktop, whatever its scheme starts.
    setOpenLinks(false);
    connect(this, &QTextBrowser::anchorClicked, this, &MarkdownView::follow);
}

void MarkdownView::follow(const QUrl& link)
{
    if (link.adjusted(QUrl::RemoveFragment).isEmpty())
        return setSource(link);
    if (link.scheme() != QLatin1String("https") || link.host().isEmpty())
        return;
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Open a Link"),
        tr("Shall the web browser open this address?\n\n%1").arg(link.toDisplayString()),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setAccessibleName(tr("Open a Link"));
    auto* open = question->addButton(tr("&Open"), QMessageBox::AcceptRole);
    open->setAccessibleName(tr("Open"));
    question->setDefaultButton(QMessageBox::Cancel);
    connect(open, &QPushButton::clicked, this, [link] { QDesktopServices::openUrl(link); });
    question->open();
    Q_EMIT leaving(link);
}

void MarkdownView::showMarkdown(const QString& text)
{
    QTextDocument::MarkdownFeatures features = QTextDocument::MarkdownDialectGitHub;
    features |= QTextDocument::MarkdownNoHTML;
    document()->setMarkdown(text, features);
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(currentColours().border);
        format.setCellPadding(spacing::small);
        format.setCellSpacing(0);
        table->setFormat(format);
    }
    // The document's own way leaves the cursor at the end, which the view would scroll to.
    moveCursor(QTextCursor::Start);
}

QVariant MarkdownView::loadResource(int type, const QUrl&)
{
    return type == QTextDocument::ImageResource ? QVariant(nothing()) : QVariant();
}

void MarkdownView::doSetSource(const QUrl& name, QTextDocument::ResourceType type)
{
    if (name.adjusted(QUrl::RemoveFragment).isEmpty())
        QTextBrowser::doSetSource(name, type);
}

} // namespace ccad
