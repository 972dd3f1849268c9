// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace ccad {

class MessageBar;

/// Tells quietly, in whatever place the user is, that something came from an archive, and shows it
/// when asked. What came before and was not looked at yet is shown with it.
class ArrivalBar final : public QWidget
{
    Q_OBJECT
public:
    ArrivalBar(const QString& action, const QString& name, QWidget* parent = nullptr);

    void add(const QString& sentence, const QStringList& paths);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void showRequested(const QStringList& paths);

private:
    MessageBar* m_message;
    QStringList m_sentences;
    QStringList m_paths;
};

} // namespace ccad
