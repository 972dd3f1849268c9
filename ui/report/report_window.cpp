// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_window.h"

#include "ui/report/report_painter.h"
#include "ui/report/report_pdf.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double previewScale = 0.8;
constexpr int typingPauseMs = 250;

void setUp(QPrinter& printer, const QString& title)
{
    printer.setDocName(title);
    printer.setCreator(u"CCAD"_s);
    printer.setPageSize(QPageSize(QPageSize::A4));
    printer.setFullPage(true);
    printer.setResolution(reportDotsPerInch);
}

} // namespace

ReportWindow::ReportWindow(const ReportContent& content, QWidget* parent)
    : QDialog(parent), m_content(content), m_messages(new MessageBar(this))
{
    setWindowTitle(tr("Report"));
    setAccessibleName(tr("Report"));
    // The size leaves room for the window's own frame.
    resize(QSize(1080, 860).boundedTo(screen()->availableSize() - QSize(16, 48)));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makePreview(), 1);
    row->addWidget(makeChoices());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addLayout(row, 1);
    m_messages->hide();

    m_renderSoon.setSingleShot(true);
    m_renderSoon.setInterval(typingPauseMs);
    connect(&m_renderSoon, &QTimer::timeout, this, &ReportWindow::render);
    render();
}

QWidget* ReportWindow::makePreview()
{
    auto* pages = new QWidget(this);
    pages->setAccessibleName(tr("Pages"));
    m_pageColumn = new QVBoxLayout(pages);
    m_pageColumn->setContentsMargins(spacing::large, spacing::large, spacing::large,
                                     spacing::large);
    m_pageColumn->setSpacing(spacing::large);
    m_pageColumn->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Preview of the report"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setWidget(pages);
    return scroll;
}

QWidget* ReportWindow::makeChoices()
{
    auto* panel = new QWidget(this);
    panel->setAccessibleName(tr("Choices"));
    panel->setFixedWidth(300);
    panel->setAutoFillBackground(true);
    m_comment = new QPlainTextEdit(m_content.comment, panel);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("What you want to add."));
    m_comment->setTabChangesFocus(true);
    connect(m_comment, &QPlainTextEdit::textChanged, this, [this] {
        Q_EMIT commentChanged(m_comment->toPlainText());
        renderSoon();
    });
    m_withOverlay = new QCheckBox(tr("With &overlay"), panel);
    m_withOverlay->setAccessibleName(tr("With overlay"));
    m_withOverlay->setChecked(!m_content.overlay.isEmpty());
    m_withOverlay->setEnabled(!m_content.overlay.isEmpty());
    connect(m_withOverlay, &QCheckBox::toggled, this, &ReportWindow::renderSoon);
    m_save = new QPushButton(tr("&Save as PDF…"), panel);
    auto* print = new QPushButton(tr("&Print…"), panel);
    auto* close = new QPushButton(tr("&Close"), panel);
    connect(m_save, &QPushButton::clicked, this, &ReportWindow::choosePdf);
    connect(print, &QPushButton::clicked, this, &ReportWindow::print);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    for (QPushButton* button : {m_save, print, close}) {
        button->setAccessibleName(button->text().remove(QLatin1Char('&')));
        button->setAutoDefault(false);
    }

    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(tr("Comment"), "heading", panel));
    layout->addWidget(m_comment, 1);
    layout->addWidget(m_withOverlay);
    layout->addWidget(makeTextLabel(tr("Patient text is in the report unless it is hidden (View > "
                                       "Hide Patient Text)."),
                                    "muted", panel));
    layout->addSpacing(spacing::medium);
    for (QPushButton* button : {m_save, print, close})
        layout->addWidget(button);
    return panel;
}

ReportContent ReportWindow::content() const
{
    ReportContent content = m_content;
    content.comment = m_comment->toPlainText();
    if (!m_withOverlay->isChecked())
        content.overlay = {};
    return content;
}

void ReportWindow::render()
{
    const double scale = previewScale * devicePixelRatioF();
    m_rendering.start(
        [content = content(), scale](const CancelToken&) { return reportImages(content, scale); },
        [this](const std::vector<QImage>& images) { showPages(images); });
}

void ReportWindow::showPages(const std::vector<QImage>& images)
{
    while (m_pages.size() > images.size()) {
        delete m_pages.back();
        m_pages.pop_back();
    }
    while (m_pages.size() < images.size()) {
        m_pages.push_back(new QLabel(this));
        m_pageColumn->addWidget(m_pages.back());
    }
    for (size_t i = 0; i < images.size(); ++i) {
        QPixmap page = QPixmap::fromImage(images[i]);
        page.setDevicePixelRatio(devicePixelRatioF());
        m_pages[i]->setPixmap(page);
        m_pages[i]->setAccessibleName(tr("Page %1 of %2").arg(int(i) + 1).arg(int(images.size())));
    }
}

void ReportWindow::choosePdf()
{
    auto* dialog = openSaveDialog(this, tr("Save Report"), u"report.pdf"_s, tr("PDF (*.pdf)"));
    connect(dialog, &QFileDialog::fileSelected, this, &ReportWindow::savePdf);
}

void ReportWindow::savePdf(const QString& path)
{
    m_save->setEnabled(false);
    m_saving.start([content = content(), path] { return writeReportPdf(content, path); },
                   [this, path](const Result<void>& written) {
                       m_save->setEnabled(true);
                       if (!written)
                           return m_messages->show(MessageBar::Severity::Error,
                                                   written.error().message);
                       m_messages->show(MessageBar::Severity::Information,
                                        tr("The report was saved as %1.").arg(path));
                       Q_EMIT saved(path);
                   });
}

void ReportWindow::print()
{
    auto* printer = new QPrinter;
    setUp(*printer, windowTitle());
    auto* dialog = new QPrintDialog(printer, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QObject::destroyed, this, [printer] { delete printer; });
    connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this,
            [this](QPrinter* accepted) {
                setUp(*accepted, windowTitle());
                paintReport(*accepted, content());
            });
    dialog->open();
}

} // namespace ccad
