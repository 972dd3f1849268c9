// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::fuzz {

/// What a hostile decoder does when it is asked for a file: the file's content is its script, a
/// list of acts, each with a byte before it that says which. It ends behind the last one.
enum class HostileAct
{
    WriteFacts, ///< a block: facts at the begin of their room
    WriteInput, ///< a word: both halves of each number of the network's input
    NoteNoMemory,
    Answer, ///< a block over an answer's fields, behind magic and number
    Packet, ///< a block as a packet
    Exit, ///< a byte: the status
    Signal, ///< a byte: which of its signals
    Wait, ///< for ever
};
constexpr int hostileActs = 8;

/// Side of the network's input between parent and child.
constexpr int protocolSide = 32;

} // namespace ccad::fuzz
