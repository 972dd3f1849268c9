// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/in_order.h"
#include "ui/jobs/newest_wins.h"
#include "ui/viewer/report_content.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace ccad {

class MessageBar;

/// The pages of a report as they will be on paper, with the comment beside them; saved as PDF or
/// printed. Not modal: the study can be looked at meanwhile, and the report stays as it was asked
/// for.
class ReportWindow final : public QDialog
{
    Q_OBJECT
public:
    explicit ReportWindow(const ReportContent& content, QWidget* parent = nullptr);

    /// The content with the choices made in the window.
    [[nodiscard]] ReportContent content() const;
    [[nodiscard]] int pageCount() const { return int(m_pages.size()); } ///< pages of the preview
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }

    /// Saves on a worker; a message says where the file is, or why it could not be saved.
    void savePdf(const QString& path);

Q_SIGNALS:
    void commentChanged(const QString& comment);
    void saved(const QString& path);

private:
    QWidget* makePreview();
    QWidget* makeChoices();
    void renderSoon() { m_renderSoon.start(); }
    void render();
    void showPages(const std::vector<QImage>& images);
    void choosePdf();
    void print();

    ReportContent m_content;
    MessageBar* m_messages;
    QVBoxLayout* m_pageColumn = nullptr;
    std::vector<QLabel*> m_pages;
    QPlainTextEdit* m_comment = nullptr;
    QCheckBox* m_withOverlay = nullptr;
    QPushButton* m_save = nullptr;
    QTimer m_renderSoon;
    NewestWins m_rendering;
    InOrder m_saving;
};

} // namespace ccad
