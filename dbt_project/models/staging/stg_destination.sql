{{ in_force('destination') }}
