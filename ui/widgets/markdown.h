// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace ccad {

/// Shows Markdown, its tables with thin lines in the colours of the current theme. The text may
/// come from anybody, as a model card does, so pictures and links never open files, and
/// HTML is shown as it is written. A link leads to a heading or, if it is one of https and the user
/// says yes, to the web browser; any other one leads nowhere.
class MarkdownView final : public QTextBrowser
{
    Q_OBJECT
public:
    explicit MarkdownView(QWidget* parent = nullptr);

    void showMarkdown(const QString& text);

Q_SIGNALS:
    void leaving(const QUrl& address); ///< the user is asked whether to open it elsewhere

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;

private:
    void follow(const QUrl& link);
};

} // namespace ccad
