// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message_bar.h"

#include <QString>

namespace ccad {

class Settings;
class StudyListModel;
struct StudyFiles;

/// The one message above the canvas, with patient text hidden where it is to be.
class ReviewMessages
{
public:
    /// All must outlive this object.
    ReviewMessages(MessageBar& bar, const StudyListModel& studies, const Settings& settings)
        : m_bar(bar), m_studies(studies), m_settings(settings)
    {
    }

    void say(const QString& text);
    /// `path`: the one that the text may name; or empty.
    void complain(const QString& text, const QString& path);
    /// Not every file became a study: damaged ones are complained of, companions just counted.
    void tellLeftOut(const StudyFiles& found);
    /// Shows the message again, if it is in sight: patient text is hidden now, or no longer.
    void refresh();
    void hide() { m_bar.hide(); }

private:
    struct Message
    {
        MessageBar::Severity severity = MessageBar::Severity::Information;
        QString text;
        QString path; ///< path that the text may name
    };
    void show(const Message& message);

    MessageBar& m_bar;
    const StudyListModel& m_studies;
    const Settings& m_settings;
    Message m_message; ///< the last message
};

} // namespace ccad
