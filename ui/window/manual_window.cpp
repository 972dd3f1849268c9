// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/manual_window.h"

#include "core/base/files.h"
#include "core/model/runtime.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

namespace ccad {

namespace {

constexpr qint64 largestManual = qint64{4} << 20;

} // namespace

ManualWindow::ManualWindow(const QString& file, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Manual"));
    setAccessibleName(tr("Manual"));
    resize(760, 720);
    auto* browser = new QTextBrowser(this);
    browser->setAccessibleName(tr("Text of the manual"));
    browser->setOpenExternalLinks(true);
    const auto content = readFile(file, largestManual);
    if (content) {
        browser->document()->setBaseUrl(QUrl::fromLocalFile(file));
        setMarkdown(*browser, QString::fromUtf8(*content));
    } else {
        browser->setPlainText(content.error().message);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(browser);
}

AboutWindow::AboutWindow(QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About CCAD"));
    setAccessibleName(tr("About CCAD"));
    auto* icon = new QLabel(this);
    icon->setPixmap(iconPixmap(QStringLiteral("ccad"), QSize(64, 64), {}, devicePixelRatioF()));
    icon->setAccessibleName(tr("Icon of CCAD"));
    auto* text = new QLabel(
        tr("CCAD %1\n\nA desktop assistant for chest X-rays.\n\nResearch use only. Not for "
           "diagnosis.\n\nFree software under the GNU General Public Licence, version 3 or later. "
           "It "
           "comes without any warranty.\n\nQt %2, LibTorch %3.")
            .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                 torchVersion()),
        this);
    text->setAccessibleName(text->text());
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setMinimumWidth(360);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setAccessibleName(tr("Buttons"));
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::huge, spacing::huge, spacing::huge, spacing::large);
    layout->setSpacing(spacing::large);
    layout->addWidget(icon);
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
}

} // namespace ccad
